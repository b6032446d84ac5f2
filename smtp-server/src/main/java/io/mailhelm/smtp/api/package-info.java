/**
 * REST: management on 3001, mail API on 3000, probes and metrics on 9000. The only package that
 * knows HTTP.
 */
package io.mailhelm.smtp.api;
