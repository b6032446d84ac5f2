/**
 * Where mail goes: a mailbox of ours, a captured copy, a hop and its lane, or nowhere; what our
 * return paths lead to, and the messages that tell senders. For whoever takes mail and whoever
 * sends it.
 */
package io.mailhelm.smtp.deliver;
