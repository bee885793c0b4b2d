// node validate.mjs SCHEMA FILE: exit code 0 when FILE is what SCHEMA says, else 1 and every fault.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const [schema, file] = process.argv.slice(2).map(path => JSON.parse(readFileSync(path, 'utf8')));
const formats = { 'date-time': text => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) };
const validate = new Ajv.default({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true, formats }).compile(schema);
if (!validate(file)) {
  for (const { instancePath, message, params } of validate.errors) console.error(instancePath, message, JSON.stringify(params));
  process.exit(1);
}
