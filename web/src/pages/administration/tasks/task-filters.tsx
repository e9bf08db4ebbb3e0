import { Group, Select } from '@mantine/core';
import { RoomSelect } from '../../../room/room-select.tsx';
import type { TaskFilter } from './task-list.ts';
import { TASK_STATUS_OPTIONS } from './task-status-badge.tsx';

interface TaskFiltersProps {
  filter: TaskFilter;
  onChange(filter: TaskFilter): void;
}

/** The filter of the list of tasks. */
export const TaskFilters = ({ filter, onChange }: TaskFiltersProps) => (
  <Group component="search" gap="sm" align="flex-end">
    <Select
      label="Status"
      placeholder="Any"
      clearable
      clearButtonProps={{ 'aria-label': 'Any status' }}
      data={TASK_STATUS_OPTIONS}
      value={filter.status ?? null}
      onChange={(status) => onChange({ ...filter, status: status ?? undefined })}
      flex="1 1 10rem"
    />
    <RoomSelect
      value={filter.room_id ?? null}
      onChange={(roomId) => onChange({ ...filter, room_id: roomId ?? undefined })}
      flex="2 1 16rem"
    />
  </Group>
);
