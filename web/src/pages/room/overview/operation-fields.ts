import { ROOM_FIELDS } from '../../../contract/form-fields.ts';
import { inOrder } from '../../../room/fields.ts';
import type { Room } from '../../../room/room-queries.ts';

/** The stage has its own button beside the verdict. */
const FIELDS = ROOM_FIELDS.filter(({ name }) => name !== 'stage');

/** The fields of an operation in the order of the page and of the form. New fields follow at the end. */
const OPERATION_FIELDS = inOrder(FIELDS, [
  'title',
  'location',
  'sts_eta',
  'time_zone',
  'expected_duration_hours',
  'expiry_margin_days',
  'operation_mode',
  'timeline_phase',
]);

/** Returns the fields that the user may see. The server leaves the commercial terms out for the others. */
export const operationFields = (room: Room) => OPERATION_FIELDS.filter(({ name }) => name in room);
