package io.mailhelm.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * A type of record, and how to make values of our own from it, which take a fraction of the memory
 * of the DNS library's records.
 */
public final class RecordKind<T> {
  /** Octets of an object with some fields. */
  private static final int OBJECT = 48;

  /** Octets of an address of either family, with all objects in it. */
  private static final int ADDRESS = 192;

  public static final RecordKind<MailExchange> MX =
      of(
          Type.MX,
          MailExchange.class,
          MXRecord.class,
          mx -> new MailExchange(mx.getPriority(), text(mx.getTarget())),
          mx -> OBJECT + WeighedCache.weight(mx.host()));

  public static final RecordKind<InetAddress> A =
      of(Type.A, InetAddress.class, ARecord.class, a -> nameless(a.getAddress()), _ -> ADDRESS);

  public static final RecordKind<InetAddress> AAAA =
      of(
          Type.AAAA,
          InetAddress.class,
          AAAARecord.class,
          a -> nameless(a.getAddress()),
          _ -> ADDRESS);

  public static final RecordKind<String> PTR =
      of(
          Type.PTR,
          String.class,
          PTRRecord.class,
          ptr -> text(ptr.getTarget()),
          WeighedCache::weight);

  public static final RecordKind<String> NS =
      of(Type.NS, String.class, NSRecord.class, ns -> text(ns.getTarget()), WeighedCache::weight);

  public static final RecordKind<String> TXT =
      of(Type.TXT, String.class, TXTRecord.class, RecordKind::joined, WeighedCache::weight);

  public static final RecordKind<ServiceTarget> SRV =
      of(
          Type.SRV,
          ServiceTarget.class,
          SRVRecord.class,
          srv ->
              new ServiceTarget(
                  srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget())),
          srv -> OBJECT + WeighedCache.weight(srv.target()));

  public static final RecordKind<IssuerRight> CAA =
      of(
          Type.CAA,
          IssuerRight.class,
          CAARecord.class,
          caa ->
              new IssuerRight(
                  (caa.getFlags() & CAARecord.Flags.IssuerCritical) != 0,
                  caa.getTag().toLowerCase(Locale.ROOT),
                  caa.getValue()),
          caa -> OBJECT + WeighedCache.weight(caa.tag()) + WeighedCache.weight(caa.value()));

  public static final RecordKind<TlsAssociation> TLSA =
      of(
          Type.TLSA,
          TlsAssociation.class,
          TLSARecord.class,
          tlsa ->
              new TlsAssociation(
                  tlsa.getCertificateUsage(),
                  tlsa.getSelector(),
                  tlsa.getMatchingType(),
                  tlsa.getCertificateAssociationData()),
          tlsa -> 2 * OBJECT + tlsa.data().length);

  private final int type;
  private final Class<T> values;
  private final Function<Record, Optional<T>> read;
  private final ToLongFunction<T> weight;

  /**
   * @param type as on the wire
   * @param values the class of the values
   * @param read reads a value; empty where the record is of another type
   * @param weight the most octets of memory that a value takes
   */
  private RecordKind(
      int type, Class<T> values, Function<Record, Optional<T>> read, ToLongFunction<T> weight) {
    this.type = type;
    this.values = values;
    this.read = read;
    this.weight = weight;
  }

  private static <R extends Record, T> RecordKind<T> of(
      int type, Class<T> values, Class<R> record, Function<R, T> read, ToLongFunction<T> weight) {
    return new RecordKind<>(
        type,
        values,
        any ->
            record.isInstance(any) ? Optional.of(read.apply(record.cast(any))) : Optional.empty(),
        weight);
  }

  int type() {
    return type;
  }

  /** The answer with values read from records of this type. */
  DnsAnswer<T> read(DnsAnswer<Record> answer) {
    return answer.map(
        records -> records.stream().flatMap(record -> read.apply(record).stream()).toList());
  }

  /** A cached answer, cast to this type. */
  public DnsAnswer<T> cast(DnsAnswer<?> answer) {
    return switch (answer) {
      case DnsAnswer.Found<?>(var name, var found, var validated) ->
          new DnsAnswer.Found<>(name, found.stream().map(values::cast).toList(), validated);
      case DnsAnswer.Absent<?>(var exists, var validated) ->
          new DnsAnswer.Absent<>(exists, validated);
      case DnsAnswer.Unavailable<?>(var reason, var cause) ->
          new DnsAnswer.Unavailable<>(reason, cause);
    };
  }

  /** The most octets of memory that an answer takes. */
  long weigh(DnsAnswer<T> answer) {
    return answer instanceof DnsAnswer.Found<T>(String name, List<T> found, boolean validated)
        ? OBJECT + WeighedCache.weight(name) + found.stream().mapToLong(this::withReference).sum()
        : OBJECT;
  }

  private long withReference(T value) {
    return Long.BYTES + weight.applyAsLong(value);
  }

  /** The name at which the names of an address are (RFC 1035 §3.5, RFC 3596 §2.5). */
  static String reverse(InetAddress address) {
    return text(ReverseMap.fromAddress(address));
  }

  /** The name in lower case, without the last dot; empty for the root. */
  static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
  }

  /** The address without a host name, so that printing it does not look one up. */
  private static InetAddress nameless(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The strings of a text, joined (RFC 7208 §3.3, RFC 6376 §3.6.2.2). */
  public static String joined(TXTRecord txt) {
    var text = new StringBuilder();
    for (var part : txt.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
