/** Logins: SASL mechanisms (RFC 4422, 4616, 5802, 7677), the verifier, the brute-force throttle. */
package io.mailhelm.smtp.auth;
