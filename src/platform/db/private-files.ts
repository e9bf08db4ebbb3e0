const OTHERS = 0o077;

// biome-ignore lint/suspicious/noExplicitAny: the engine's file system has operations of many kinds
type Operations = Record<string, (...args: any[]) => unknown>;

/**
 * Makes the embedded engine create files only for their owner. The mask of the process is not enough: after the engine
 * has created a file, it sets the mode that it has computed itself.
 */
export function keepFilesPrivate({
  stream_ops,
  node_ops,
}: Record<'stream_ops' | 'node_ops', Operations>): void {
  const { mknod } = node_ops;
  if (!mknod) throw new Error("The embedded engine's file system has no operation named mknod.");
  node_ops.mknod = (parent, name, mode: number, ...rest) => mknod(parent, name, mode & ~OTHERS, ...rest);
  for (const operations of [stream_ops, node_ops]) {
    const { setattr } = operations;
    if (!setattr) continue;
    operations.setattr = (of, attributes: { mode?: number }) =>
      setattr(
        of,
        attributes.mode === undefined ? attributes : { ...attributes, mode: attributes.mode & ~OTHERS },
      );
  }
}
