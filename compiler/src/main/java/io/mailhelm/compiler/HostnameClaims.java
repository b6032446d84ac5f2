package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.WebName;
import io.mailhelm.crds.MailDomain;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which host names MailDomains claim, and who loses a name that two of them do. The names below a
 * domain that are asked over HTTPS are its MailDomain's, whoever was there first; of a host name
 * that several declare, or that is the domain of another, the senior has it. A name that is
 * borrowed from the MailDomain whose server one lives on is no claim. Pure: for one server, or for
 * all there are.
 */
public final class HostnameClaims {
  private HostnameClaims() {}

  /**
   * A host name that somebody else has.
   *
   * @param name what was claimed
   * @param holder who has it
   */
  public record Conflict(DomainName name, ResourceRef holder) {}

  /** The names below a domain that are asked over HTTPS. */
  public static Stream<DomainName> webNames(DomainName domain) {
    return Stream.of(WebName.values()).flatMap(name -> name.of(domain).stream());
  }

  /**
   * Whose {@code hostname} is not theirs to have, by MailDomain. What cannot be read claims
   * nothing.
   *
   * @param seniorFirst those whose claims count, the senior first
   * @param all the same and every other that one of them may live on
   */
  public static Map<ResourceRef, Conflict> conflicts(
      List<MailDomain> seniorFirst, List<MailDomain> all) {
    var byDomain = new HashMap<DomainName, ResourceRef>();
    for (var domain : seniorFirst) {
      Hostnames.readable(domain.getSpec().domain()).stream()
          .flatMap(HostnameClaims::webNames)
          .forEach(name -> byDomain.putIfAbsent(name, ResourceReader.ref(domain)));
    }
    var byHostname = new HashMap<DomainName, ResourceRef>();
    var conflicts = new LinkedHashMap<ResourceRef, Conflict>();
    for (var domain : seniorFirst) {
      var ref = ResourceReader.ref(domain);
      Hostnames.readable(domain.getSpec().domain())
          .ifPresent(name -> byHostname.putIfAbsent(name, ref));
      var hostname = Hostnames.of(domain, all);
      if (hostname.isEmpty() || Hostnames.borrowed(domain, all)) {
        continue;
      }
      var holder = byDomain.getOrDefault(hostname.get(), ref);
      if (holder.equals(ref)) {
        holder = byHostname.computeIfAbsent(hostname.get(), name -> ref);
      }
      if (!holder.equals(ref)) {
        conflicts.put(ref, new Conflict(hostname.get(), holder));
      }
    }
    return conflicts;
  }
}
