/** What was asked of a study does not fit what it holds. */
export class StudyError extends Error {}

/** A study of this name is there already and is another one; the message names each difference. */
export class StudyConflict extends StudyError {
  constructor(
    name: string,
    readonly differences: readonly string[],
  ) {
    super(`the study "${name}" is another one: ${differences.join('; ')}`);
  }
}
