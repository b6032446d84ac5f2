/**
 * Checks what a message says, and how it is made, for what keeps mail out of inboxes ({@code
 * SendPolicy.spec.content}). Pure: octets in, findings out; who asks decides what comes of them.
 */
package io.mailhelm.smtp.lint;
