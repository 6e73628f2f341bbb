import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createBatchWriter } from './batch-writer.js';
import { openLogCore } from './log-core.js';
// The entry of the thread that holds the only write handle. It answers in the order in which it was asked.
const port = parentPort;
if (port === null)
    throw new Error('this module runs in a worker thread');
const { file } = workerData;
const send = (message) => {
    port.postMessage(message);
};
const core = openLogCore({ file, now: Date.now });
const writer = createBatchWriter(core, (answers) => {
    send({ type: 'answers', answers, ...(core.trouble() === undefined ? {} : { trouble: core.trouble() }) });
});
let closing = false;
const more = () => {
    const message = receiveMessageOnPort(port)?.message;
    if (message?.type === 'close')
        closing = true;
    return message?.type === 'write' ? message.packed : undefined;
};
const close = () => {
    core.close();
    port.close();
};
port.on('message', (message) => {
    if (message.type === 'write')
        writer.write(message.packed, more);
    if (closing || message.type === 'close')
        close();
});
send({ type: 'ready', logId: core.logId, position: core.position() });
//# sourceMappingURL=log-writer-worker.js.map