/**
 * Typed events become metrics, logs and the event stream. The only package that knows metric names.
 * No secret and no text of a message ever is part of an event.
 */
package io.mailhelm.smtp.observe;
