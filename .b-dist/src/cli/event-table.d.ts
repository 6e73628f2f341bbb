import type { StoredEvent } from '../domain/event.js';
import type { Column } from './table.js';
export declare const activityColumns: readonly Column<StoredEvent>[];
export declare const historyColumns: readonly Column<StoredEvent>[];
