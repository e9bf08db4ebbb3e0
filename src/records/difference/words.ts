import type { Criticality } from '../../clearance/vocabulary/room-words.ts';
import { criticalityWord } from '../wording/vocabulary.ts';

/** Formats a criticality. `high` becomes `critical`, as everywhere in a report. */
export const criticality = (name: Criticality): string => criticalityWord(name).toLowerCase();
