/**
 * The names of the statuses of HTTP. An `import` of `node:http` reads all of its exports, and one of them loads the client
 * behind `fetch`: a tenth of the time in which the server loads its modules.
 */
export const { STATUS_CODES } = process.getBuiltinModule('node:http');
