/**
 * Turns typed events into metrics and log lines. The only package that knows metric names. No
 * secret and no text of a message ever is part of an event.
 */
package io.mailhelm.smtp.observe;
