import { limits } from '../limits.js';
import { checked, oneOf } from './scalars.js';
import { strict, tagged } from './strict.js';
export const parts = (leaf) => ({
    subject: strict('Subject', { type: leaf.typeName, id: leaf.id }, {}),
    party: strict('Party', { type: leaf.typeName, id: leaf.id }, { name: leaf.text(limits.maxNameChars) }),
    outcome: outcome(leaf),
    context: context(leaf),
    call: call(leaf),
    change: change(leaf),
});
const outcome = (leaf) => {
    const failure = strict('Failure', { message: leaf.text(limits.maxErrorMessageChars) }, { type: leaf.text(limits.maxErrorTypeChars), code: leaf.text(limits.maxErrorCodeChars) });
    return tagged('Outcome', 'status', {
        success: strict('Success', { status: oneOf('success') }, { error: noError }),
        failure: strict('Failed', { status: oneOf('failure') }, { error: failure }),
    });
};
const noError = checked('NoError', () => 'belongs to a failure: a success has no error');
const context = (leaf) => strict('Context', {}, {
    ip: leaf.text(limits.maxIpChars),
    userAgent: leaf.text(limits.maxUserAgentChars),
    requestId: leaf.text(limits.maxRequestIdChars),
    traceparent: leaf.text(limits.maxTraceparentChars),
    entryPoint: leaf.entryPoint,
    method: leaf.text(limits.maxMethodChars),
    path: leaf.text(limits.maxPathChars),
    route: leaf.text(limits.maxRouteChars),
});
const call = (leaf) => strict('Call', {
    direction: oneOf('in', 'out'),
    service: leaf.label(limits.maxServiceChars),
    operation: leaf.label(limits.maxOperationChars),
}, {
    method: leaf.text(limits.maxMethodChars),
    statusCode: leaf.statusCode,
    durationMs: leaf.durationMs,
    parameters: leaf.callValue,
    result: leaf.callValue,
});
const change = (leaf) => tagged('Change', 'kind', {
    patch: strict('Patch', { kind: oneOf('patch'), delta: leaf.delta }, {}),
    state: strict('StateChange', { kind: oneOf('state'), state: leaf.state }, {}),
    delete: strict('Deletion', { kind: oneOf('delete') }, {}),
});
//# sourceMappingURL=parts.js.map