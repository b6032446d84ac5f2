/**
 * Mail to other servers: the queue and the suppression lists, for the administrator (management
 * API), and what a user sent (mail API).
 */
package io.mailhelm.smtp.api.queue;
