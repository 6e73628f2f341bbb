/**
 * The text whose SHA-256 tells two requests with one id apart: the RFC 8785 form of the decoded request, after redaction (so
 * that nothing secret is hashed) and before defaults (so that the time of arrival is no part of it).
 */
export declare const digestText: (request: object) => string;
