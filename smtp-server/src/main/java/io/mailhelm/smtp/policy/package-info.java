/**
 * SendPolicy at work: what a user may send, and as whom. Pure: it decides, {@code receive} answers.
 */
package io.mailhelm.smtp.policy;
