/**
 * Reconciles MailDomains: gather, compile, apply, report. One pass over a MailDomain that has
 * servers covers all that lives on them: hosted domains, users, policies.
 */
package io.mailhelm.operator.maildomain;
