/**
 * The ports of the two APIs (management 3001, mail API 3000), which path is served on which, and
 * the checks that every request passes before any of its body is read.
 */
package io.mailhelm.smtp.api.http;
