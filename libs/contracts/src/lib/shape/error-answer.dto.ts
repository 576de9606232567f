import { NestedList, Text } from './fields';

/** One field that was refused. */
export class FieldFault {
  @Text('Dotted path of the field, `body` for the whole.', {
    required: true,
    maxLength: 512,
    example: 'market.spread_bps',
  })
  field!: string;

  @Text('What is allowed.', { required: true, maxLength: 512, example: 'must be a finite number' })
  message!: string;
}

/** Body of every answer that is not a success. */
export class ErrorAnswer {
  @Text('Stable code.', { required: true, maxLength: 64, example: 'invalid_request' })
  error!: string;

  @Text('What went wrong, for people.', { required: true, maxLength: 1024, example: 'The request was refused.' })
  message!: string;

  @NestedList(() => FieldFault, 'Every field that was refused; at most 32.')
  fields?: FieldFault[] | null;
}
