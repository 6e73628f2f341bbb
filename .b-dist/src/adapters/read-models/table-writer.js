import { toCell } from './cells.js';
import { quoted } from './table-schema.js';
import { fillShape, mergeCells, shapeOf } from './upsert-shape.js';
export const tableWriter = (db, schema) => {
    const names = ['tenant', ...schema.columns.map(({ name }) => name)];
    const insertStatement = db.prepare(`INSERT INTO ${quoted(schema.name)} (${names.map(quoted).join(', ')}) ` +
        `VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`);
    const keyColumns = schema.key.map((name) => columnOf(schema, name));
    const insertKeyPlaces = keyColumns.map((column) => 1 + schema.columns.indexOf(column));
    const insertCells = names.map(() => null);
    const keyPlaces = keyColumns.map((_, i) => i + 1);
    const waiting = new Map();
    const shapes = [];
    const deletes = new Map();
    const insert = (tenant, row) => {
        insertCells[0] = tenant;
        fillRow(schema, row, insertCells);
        if (waiting.size > 0 && waiting.has(keyText(insertCells, insertKeyPlaces)))
            return;
        insertStatement.run(insertCells);
    };
    const upsert = (tenant, operation) => {
        const cells = [tenant];
        fillKey(schema, keyColumns, operation.key, cells);
        const shape = shapeFor(operation, cells);
        const key = keyText(cells, keyPlaces);
        const earlier = waiting.get(key);
        if (earlier === undefined) {
            waiting.set(key, { shape, cells });
        }
        else if (earlier.shape === shape) {
            mergeCells(shape, keyColumns.length, earlier.cells, cells);
        }
        else {
            earlier.shape.statement.run(earlier.cells);
            waiting.set(key, { shape, cells });
        }
    };
    const shapeFor = (operation, cells) => {
        const at = 1 + keyColumns.length;
        for (const shape of shapes)
            if (fillShape(shape, operation, cells, at))
                return shape;
        const shape = shapeOf(db, schema, operation);
        if (!fillShape(shape, operation, cells, at))
            throw new Error('a value is undefined (null says that there is none)');
        if (shapes.length >= maxShapes)
            shapes.shift();
        shapes.push(shape);
        return shape;
    };
    const remove = (tenant, key) => {
        const columns = Object.keys(key).map((name) => columnOf(schema, name));
        const stray = columns.find(({ inKey }) => !inKey);
        if (stray !== undefined)
            throw new Error(`column ${stray.name} is not in the key of ${schema.table}`);
        const cells = [tenant, ...columns.map((column) => toCell(column, key[column.name]))];
        flush();
        const where = ['tenant', ...columns.map(({ name }) => name)].map((name) => `${quoted(name)} = ?`).join(' AND ');
        let statement = deletes.get(where);
        if (statement === undefined) {
            statement = db.prepare(`DELETE FROM ${quoted(schema.name)} WHERE ${where}`);
            deletes.set(where, statement);
        }
        statement.run(cells);
    };
    const flush = () => {
        for (const { shape, cells } of waiting.values())
            shape.statement.run(cells);
        waiting.clear();
    };
    return {
        apply: (tenant, operation) => {
            switch (operation.op) {
                case 'insert':
                    return insert(tenant, operation.row);
                case 'upsert':
                    return upsert(tenant, operation);
                case 'delete':
                    return remove(tenant, operation.key);
                default:
                    throw new Error(`"${String(operation.op)}" is no row operation`);
            }
        },
        flush,
        clear: () => waiting.clear(),
    };
};
/** A projection's upserts have a handful of shapes; more than this many are prepared anew in turn. */
const maxShapes = 32;
const columnOf = (schema, name) => {
    const column = schema.columns.find((candidate) => candidate.name === name);
    if (column === undefined)
        throw new Error(`table ${schema.table} has no column ${name}`);
    return column;
};
/** A column that the row does not name is null. */
const fillRow = (schema, row, cells) => {
    let found = 0;
    for (let i = 0; i < schema.columns.length; i++) {
        const column = schema.columns[i];
        const value = row[column.name];
        if (value !== undefined)
            found++;
        cells[i + 1] = toCell(column, value === undefined ? null : value);
    }
    assertNoOther(schema, row, found);
};
const fillKey = (schema, keyColumns, key, cells) => {
    for (const column of keyColumns)
        cells.push(toCell(column, key[column.name]));
    assertNoOther(schema, key, keyColumns.length, 'key column');
};
const assertNoOther = (schema, row, expected, what = 'column') => {
    let count = 0;
    for (const name in row)
        if (Object.hasOwn(row, name))
            count++;
    if (count === expected)
        return;
    const known = new Set(schema.columns.map(({ name }) => name));
    const wrong = Object.keys(row).find((name) => !known.has(name) || row[name] === undefined);
    throw new Error(wrong === undefined
        ? `the key of ${schema.table} is ${schema.key.join(', ')}`
        : known.has(wrong)
            ? `column ${wrong} is undefined (null says that there is none)`
            : `table ${schema.table} has no ${what} ${wrong}`);
};
/** A text that two different keys never share: no part but one with a U+0000 of its own holds the separator. */
const keyText = (cells, places) => {
    let text = cells[0];
    for (const place of places) {
        const cell = cells[place];
        if (typeof cell === 'string' && cell.includes('\u0000')) {
            return `\u0000${JSON.stringify([cells[0], ...places.map((at) => cells[at])])}`;
        }
        text += `\u0000${String(cell)}`;
    }
    return text;
};
//# sourceMappingURL=table-writer.js.map