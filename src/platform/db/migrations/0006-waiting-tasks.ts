/** Since when a task waits for something outside the installation, such as a time-stamp authority. */
export const waitingTasks: readonly string[] = ['alter table tasks add waiting_since timestamptz'];
