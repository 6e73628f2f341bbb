import { randomUUID } from 'node:crypto';
import { Buffer } from 'node:buffer';
import * as E from 'fp-ts/lib/Either.js';
import { checkAppend, checkDescribable, isAppendError } from './append-check.js';
import { dataFiles, makeDataFolder } from './data-folder.js';
import { attempt, createLogReader } from './log-reader.js';
import { openLogForReading } from './log-schema.js';
import { metadataEventType, metadataStreamOf, serializeMetadata } from './stream-metadata.js';
import { findUnchangedId } from './unchanged-ids.js';
import { createWriteQueue } from './write-queue.js';
import { startWriterInThread } from './writer-in-thread.js';
import { startWriterThread } from './writer-thread.js';
const defaultBounds = { maxQueuedEvents: 20_000, maxQueuedBytes: 64 * 1024 * 1024 };
/**
 * Opens the log of a data folder, made where there is none. The caller sees to it that no other process writes it (folder-owner.ts).
 * Rejects with an Error where it cannot be opened: not a log, newer than this program, no room.
 */
export const openEmbeddedLog = async (options) => {
    makeDataFolder(options.dataDir);
    const file = dataFiles(options.dataDir).log;
    const now = options.now ?? Date.now;
    const listeners = new Set();
    let position = -1;
    let closed = false;
    const onStored = (stored) => {
        position = stored;
        for (const listener of listeners)
            listener(stored);
    };
    const bounds = { ...defaultBounds, ...definedBounds(options) };
    const queue = createWriteQueue(bounds, () => link, onStored);
    const events = { onAnswers: queue.answered, onDown: queue.failSent };
    const link = options.thread === 'worker'
        ? await startWriterThread({ file, ...(options.writerModule && { module: options.writerModule }) }, events)
        : startWriterInThread({ file, now, ...(options.onOpen && { onOpen: options.onOpen }) }, events);
    position = link.opened.position;
    const db = openLogForReading(file);
    const onAppended = (listener) => {
        listeners.add(listener);
        return () => {
            listeners.delete(listener);
        };
    };
    return {
        ...createLogReader({ db, now, onNews: onAppended }),
        ...createAppends(queue),
        capabilities: { atomicAcrossStreams: true },
        unchangedMemory: createUnchangedMemory(db, now, queue),
        onAppended,
        status: () => {
            const { events: queuedEvents, bytes: queuedBytes } = queue.queued();
            const reason = link.trouble();
            const state = closed ? 'closed' : reason === undefined ? 'ready' : 'unavailable';
            return { state, ...(reason === undefined ? {} : { reason }), position, queuedEvents, queuedBytes };
        },
        close: async () => {
            if (closed)
                return;
            closed = true;
            await queue.drain();
            // The writer is the last to close, so that the whole WAL goes into the file.
            db.close();
            for (const listener of listeners)
                listener(position);
            await link.close();
        },
    };
};
const createAppends = (queue) => {
    const append = (appends) => async () => {
        const checked = checkAppend(appends);
        if (isAppendError(checked))
            return E.left(checked);
        const answer = await queue.submit({ kind: 'append', appends }, checked);
        return E.map(toResult(appends.map(({ stream }) => stream)))(answer);
    };
    return {
        append,
        setStreamMetadata: (stream, expected, metadata) => {
            const wrong = checkDescribable(stream);
            const data = wrong === undefined ? serializeMetadata(metadata) : E.left(wrong);
            if (E.isLeft(data))
                return () => Promise.resolve(E.left({ _tag: 'InvalidAppend', reason: data.left }));
            const event = {
                id: randomUUID(),
                type: metadataEventType,
                isJson: true,
                data: data.right,
                metadata: Buffer.alloc(0),
            };
            return append([{ stream: metadataStreamOf(stream), expected, events: [event] }]);
        },
        tombstone: (stream, expected) => async () => {
            const reason = checkDescribable(stream);
            if (reason !== undefined)
                return E.left({ _tag: 'InvalidAppend', reason });
            const answer = await queue.submit({ kind: 'tombstone', stream, expected, id: randomUUID() }, { events: 1, bytes: 0 });
            return E.map(toResult([stream]))(answer);
        },
    };
};
const createUnchangedMemory = (db, now, queue) => {
    const find = findUnchangedId(db, now);
    return {
        find: (tenant, id) => attempt(() => E.right(find(tenant, id))),
        remember: (entry) => async () => E.map(() => undefined)(await queue.submit({ kind: 'remember', entry }, { events: 1, bytes: 256 })),
    };
};
const toResult = (streams) => (stored) => ({
    streams: stored.streams.map((place, index) => ({ stream: streams[index] ?? '', ...place })),
    position: stored.position,
});
const definedBounds = ({ maxQueuedEvents, maxQueuedBytes }) => ({
    ...(maxQueuedEvents === undefined ? {} : { maxQueuedEvents }),
    ...(maxQueuedBytes === undefined ? {} : { maxQueuedBytes }),
});
//# sourceMappingURL=embedded-log.js.map