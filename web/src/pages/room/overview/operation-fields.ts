import { ROOM_FIELDS } from '../../../contract/form-fields.ts';
import { inOrder } from '../../../room/fields.ts';

/** The fields of an operation in the order of the page and of the form. New fields follow at the end. */
export const OPERATION_FIELDS = inOrder(ROOM_FIELDS, [
  'title',
  'location',
  'sts_eta',
  'time_zone',
  'expected_duration_hours',
  'expiry_margin_days',
  'operation_mode',
  'timeline_phase',
]);
