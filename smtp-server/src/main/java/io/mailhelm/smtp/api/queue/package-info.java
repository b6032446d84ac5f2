/**
 * What is on its way to other servers: the queue and the suppression lists of whoever runs the
 * server (management API), and what a user sent (mail API).
 */
package io.mailhelm.smtp.api.queue;
