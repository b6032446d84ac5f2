package io.mailhelm.operator;

import java.util.List;
import java.util.Objects;

/**
 * What the people who write MailDomains may decide. Only an administrator grants it (the chart's
 * {@code allow}).
 *
 * @param domains which namespaces may use which domains
 * @param images repositories that {@code spec.server.image} may name; one that ends in {@code /}
 *     allows all below it
 * @param resolvers whether {@code spec.dns.resolvers} says whom the operator asks
 * @param pods what {@code spec.server.podTemplate} may give to pods
 */
public record AdminGrants(
    DomainGrants domains, List<String> images, boolean resolvers, PodGrants pods) {
  /** A tag has no slash, a registry's port has one behind it. */
  private static final String TAG = ":[^:/]*$";

  public AdminGrants {
    Objects.requireNonNull(domains);
    Objects.requireNonNull(pods);
    images = List.copyOf(images);
  }

  /** Whether a server may run this image, whatever its tag or digest. */
  public boolean image(String reference) {
    var digest = reference.indexOf('@');
    var repository =
        (digest < 0 ? reference : reference.substring(0, digest)).replaceFirst(TAG, "");
    return images.stream()
        .anyMatch(
            allowed ->
                allowed.endsWith("/")
                    ? repository.startsWith(allowed) && !repository.contains("..")
                    : repository.equals(allowed));
  }
}
