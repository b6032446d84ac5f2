/**
 * What both APIs have in common: what they are given of the server ({@link
 * io.mailhelm.smtp.api.ApiContext}), callers and errors. {@code http} has the ports and the checks
 * of every request, {@code management} and {@code mail} the resources of 3001 and 3000, {@code
 * mime} the reader of stored messages. No other package knows HTTP.
 */
package io.mailhelm.smtp.api;
