package io.mailhelm.operator.desired;

import java.util.Objects;

/**
 * The server's image where a MailDomain names none, and its pull policy.
 *
 * @param name as a container runtime reads it, e.g. {@code mailhelm/smtp-server:1.0.0}
 * @param pullPolicy {@code Always}, {@code IfNotPresent} or {@code Never}; applies to images that
 *     MailDomains name, too
 */
public record DefaultImage(String name, String pullPolicy) {
  public DefaultImage {
    Objects.requireNonNull(name);
    Objects.requireNonNull(pullPolicy);
  }
}
