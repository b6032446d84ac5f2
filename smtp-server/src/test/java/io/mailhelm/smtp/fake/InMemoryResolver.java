package io.mailhelm.smtp.fake;

import io.mailhelm.dns.Answer;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.TlsAssociation;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS of what a test says. A name that has anything exists; any other does not. */
public final class InMemoryResolver implements Resolver {
  private final Map<String, List<Object>> records = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();
  private final Set<String> signed = ConcurrentHashMap.newKeySet();
  private final Map<String, String> bogus = new ConcurrentHashMap<>();

  private <T> InMemoryResolver add(String name, T value) {
    records.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    return this;
  }

  /** An MX; the empty host is the null MX. */
  public InMemoryResolver mx(String domain, int preference, String host) {
    return add(domain, new MailExchange(preference, host));
  }

  /** An A or AAAA. */
  public InMemoryResolver address(String host, String address) {
    return add(host, InetAddress.ofLiteral(address));
  }

  /** A TXT. */
  public InMemoryResolver txt(String name, String text) {
    return add(name, text);
  }

  /** A TLSA. */
  public InMemoryResolver tlsa(String name, TlsAssociation association) {
    return add(name, association);
  }

  /** Everything asked about that name cannot be told. */
  public InMemoryResolver fails(String name) {
    failures.put(name, "SERVFAIL");
    return this;
  }

  /** It can be told again. */
  public InMemoryResolver recovers(String name) {
    failures.remove(name);
    return this;
  }

  /** Answers about it are proved. */
  public InMemoryResolver signed(String... names) {
    signed.addAll(List.of(names));
    return this;
  }

  /** Whoever asks for proofs about it gets none. */
  public InMemoryResolver bogus(String name) {
    bogus.put(name, "bogus");
    return this;
  }

  /** Nothing is there any more. */
  public InMemoryResolver forget(String name) {
    records.remove(name);
    return this;
  }

  private <T> Answer<T> of(String name, Class<T> kind, boolean proofs) {
    if (failures.containsKey(name) || proofs && bogus.containsKey(name)) {
      return new Answer.Unavailable<>("it was made to fail");
    }
    boolean proved = proofs && signed.contains(name);
    var found =
        records.getOrDefault(name, List.of()).stream()
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    return found.isEmpty()
        ? new Answer.Absent<>(records.containsKey(name), proved)
        : new Answer.Found<>(name, found, proved);
  }

  @Override
  public Answer<MailExchange> mx(String domain) {
    return of(domain, MailExchange.class, false);
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return of(host, InetAddress.class, false);
  }

  @Override
  public Answer<String> txt(String name) {
    return of(name, String.class, false);
  }

  @Override
  public Answer<TlsAssociation> tlsa(String name) {
    return of(name, TlsAssociation.class, false);
  }

  @Override
  public Resolver validating() {
    return new Proving();
  }

  private final class Proving implements Resolver {
    @Override
    public Answer<MailExchange> mx(String domain) {
      return of(domain, MailExchange.class, true);
    }

    @Override
    public Answer<InetAddress> addresses(String host) {
      return of(host, InetAddress.class, true);
    }

    @Override
    public Answer<String> txt(String name) {
      return of(name, String.class, true);
    }

    @Override
    public Answer<TlsAssociation> tlsa(String name) {
      return of(name, TlsAssociation.class, true);
    }

    @Override
    public Resolver validating() {
      return this;
    }
  }
}
