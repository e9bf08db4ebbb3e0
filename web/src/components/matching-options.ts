import { isOptionsGroup, type OptionsFilter } from '@mantine/core';
import { matchesSearch } from '../../../src/platform/kernel/search-text.ts';

/** Leaves the options of a select that match what the user typed, by the rule of all searches. */
export const matchingOptions: OptionsFilter = ({ options, search }) =>
  options.filter((option) => isOptionsGroup(option) || matchesSearch(option.label, search));
