import { Ajv, type AnySchema, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { FastifyInstance, FastifySchemaValidationError } from 'fastify';
import type { Compilations } from './compilations.ts';

/** Stops at the first fault: a hostile body must not be able to make the list long. */
const STRICT: Options = {
  useDefaults: true,
  allErrors: false,
  strict: false,
  // 34.57 is no multiple of 0.01 in floating point. As many digits as this are compared.
  multipleOfPrecision: 6,
};

const createAjv = (options: Options): Ajv => {
  const ajv = new Ajv(options);
  formats.default(ajv);
  return ajv;
};

/** They keep what they have compiled, so a process that opens a second server need not do it again. */
const strict = createAjv(STRICT);
const lenient = createAjv({ ...STRICT, coerceTypes: true });

/** Returns a validator that is compiled when it is called first. */
function validating(getCompiled: () => ValidateFunction): FastifyValidate {
  const validate: FastifyValidate = (value) => {
    const compiled = getCompiled();
    const isValid = compiled(value);
    validate.errors = compiled.errors ?? null;
    return isValid;
  };
  return validate;
}

/** As Fastify calls it: it reads the errors from the function. */
interface FastifyValidate {
  (value: unknown): boolean;
  errors?: FastifySchemaValidationError[] | null;
}

/** Bodies have types of their own; paths, queries and headers are text, which may be meant as a number. */
export function validateRequests(app: FastifyInstance, compilations: Compilations): void {
  app.setValidatorCompiler<AnySchema>(({ schema, httpPart, ...route }) => {
    const ajv = httpPart === 'body' ? strict : lenient;
    return validating(compilations.later(route, () => ajv.compile(schema)));
  });
}
