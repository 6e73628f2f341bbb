import type { ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonSchema } from '../../src/domain/json-schema.js'

/** Draft 2020-12 with formats checked. Keywords that only OpenAPI has, such as `example`, are let pass. */
export const schemaValidator = (): Ajv2020 => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, validateFormats: true })
  formats.default(ajv)
  ajv.addKeyword('example')
  return ajv
}

/** Whether a value meets a schema, as a validator that is not ours says. */
export const schemaCheck = (schema: JsonSchema): ValidateFunction => schemaValidator().compile(schema)
