/** How many files, and their bytes together. */
export interface FileCount {
  items: number;
  bytes: number;
}
