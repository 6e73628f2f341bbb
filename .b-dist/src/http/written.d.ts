import type { Written } from '../application/operations.js';
import type { Answer } from './answer.js';
export declare const writtenAnswer: (written: Written) => Answer;
export declare const manyWrittenAnswer: (items: readonly Written[]) => Answer;
