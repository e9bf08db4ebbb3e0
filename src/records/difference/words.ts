import type { Criticality } from '../../clearance/vocabulary/room-words.ts';
import { criticalityWord } from '../wording/vocabulary.ts';

/** Formats a criticality. `med` becomes `medium`. */
export const criticality = (name: Criticality): string => criticalityWord(name).toLowerCase();
