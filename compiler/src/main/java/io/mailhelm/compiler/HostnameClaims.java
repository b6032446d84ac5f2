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
 * Decides who has a host name that two MailDomains claim. The names below a domain that are used
 * over HTTPS belong to its MailDomain, whoever was first. A host name that several declare, or that
 * is the domain of another, belongs to the senior one. A name that a hosted domain takes from its
 * host is no claim. Pure: for one server, or for all servers.
 */
public final class HostnameClaims {
  private HostnameClaims() {}

  /**
   * A host name that another MailDomain has.
   *
   * @param name the name that was claimed
   * @param holder the MailDomain that has it
   */
  public record Conflict(DomainName name, ResourceRef holder) {}

  /** The names below a domain that are used over HTTPS. */
  public static Stream<DomainName> webNames(DomainName domain) {
    return Stream.of(WebName.values()).flatMap(name -> name.of(domain).stream());
  }

  /**
   * The conflicts of MailDomains whose host name belongs to another. What cannot be read claims
   * nothing.
   *
   * @param seniorFirst the MailDomains whose claims count, the senior first
   * @param all these and every other that one of them may live on
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
