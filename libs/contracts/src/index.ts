export {
  PretradeAccount,
  PretradeCheckRequest,
  PretradeDataQuality,
  PretradeMarket,
  PretradeOrder,
} from './lib/pretrade/pretrade-request.dto';
export { parsePretradeRequest, type ParsedPretradeRequest } from './lib/pretrade/parse-pretrade-request';
export { toGateRequest } from './lib/pretrade/to-gate-request';
export { type FieldError } from './lib/shape/field-error';
export { Shape, schemaOf, schemasOf, type JsonSchema, type Parsed, type ShapeClass } from './lib/shape/shape';
