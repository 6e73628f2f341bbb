import type { ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from '../../src/domain/json-schema.js'

/** Draft 2020-12 with formats checked. `strict` refuses keywords that are none; a whole OpenAPI document has such. */
export const schemaValidator = (strict: boolean): Ajv2020 => {
  const ajv = new Ajv2020({ strict, strictRequired: false, allowUnionTypes: true, validateFormats: true })
  formats.default(ajv)
  return ajv
}

/** Whether a value meets a schema, as a validator that is not ours says. */
export const schemaCheck = (schema: JsonSchema): ValidateFunction => schemaValidator(true).compile(schema)
