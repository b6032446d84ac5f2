package io.mailhelm.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.config.DomainName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says which namespaces may use which domains. Only an administrator grants it (the chart's {@code
 * allow.domains}).
 *
 * @param all empty: every namespace may use every domain but the top-level ones
 */
public record DomainGrants(List<Grant> all) {
  private static final String BELOW = "*.";

  public DomainGrants {
    all = List.copyOf(all);
  }

  /**
   * One entry of the list.
   *
   * @param namespaces to which it applies
   * @param domains {@code example.com} for that name, {@code *.example.com} for every name below it
   */
  public record Grant(List<String> namespaces, List<String> domains) {
    public Grant {
      namespaces = List.copyOf(Objects.requireNonNullElse(namespaces, List.of()));
      domains = List.copyOf(Objects.requireNonNullElse(domains, List.of()));
      if (namespaces.isEmpty() || domains.isEmpty()) {
        throw new IllegalArgumentException(
            "allow.domains has an entry without namespaces or without domains: name at least one of"
                + " each");
      }
      domains.forEach(pattern -> DomainName.of(bare(pattern)));
    }

    boolean covers(String namespace, DomainName name) {
      return namespaces.contains(namespace)
          && domains.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, DomainName name) {
      var zone = DomainName.of(bare(pattern));
      return pattern.startsWith(BELOW)
          ? name.isWithin(zone) && !name.equals(zone)
          : name.equals(zone);
    }

    private static String bare(String pattern) {
      return pattern.startsWith(BELOW) ? pattern.substring(BELOW.length()) : pattern;
    }
  }

  /**
   * Reads what the operator is started with.
   *
   * @param json an array of {@code {"namespaces": [...], "domains": [...]}}
   * @throws IllegalArgumentException when it is something else
   */
  public static DomainGrants of(String json) {
    try {
      return new DomainGrants(
          Serialization.jsonMapper().readValue(json, new TypeReference<List<Grant>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "MAILHELM_ALLOW_DOMAINS cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Whether a namespace may use a name. Where nothing is listed, every namespace may use every
   * name.
   */
  public boolean allow(String namespace, DomainName name) {
    return all.isEmpty() || grant(namespace, name);
  }

  /**
   * Whether a namespace may have a name as the {@code domain} of a MailDomain, and with it all
   * names below. A whole top-level domain needs an entry that names it.
   */
  public boolean allowDomain(String namespace, DomainName name) {
    return name.ascii().indexOf('.') < 0 ? grant(namespace, name) : allow(namespace, name);
  }

  /**
   * A domain that a namespace may use: the first one listed for it.
   *
   * @param below the label to put below {@code *.example.com}, and to use where nothing is listed
   */
  public Optional<DomainName> anyFor(String namespace, String below) {
    if (all.isEmpty()) {
      return Optional.of(DomainName.of(below + ".invalid"));
    }
    return all.stream()
        .filter(each -> each.namespaces().contains(namespace))
        .map(each -> each.domains().getFirst())
        .map(
            pattern ->
                DomainName.of(pattern.startsWith(BELOW) ? below + pattern.substring(1) : pattern))
        .findFirst();
  }

  /** Whether an entry says that a namespace may use a name. */
  public boolean grant(String namespace, DomainName name) {
    return all.stream().anyMatch(each -> each.covers(namespace, name));
  }
}
