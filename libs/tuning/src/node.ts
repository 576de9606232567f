export { JournalError, readJournal, StudyJournal, type OpenedJournal } from './lib/journal/study-journal.node';
