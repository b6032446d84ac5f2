package io.mailhelm.dns.spf;

import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The zone data of a scenario of the public suite: for each name a list of {@code {type: value}},
 * or TIMEOUT, after which types that did not come are not answered. Type SPF (99), which is no
 * more, stands for TXT at names without TXT; {@code TXT: NONE} says that there really is none.
 */
final class SuiteZone {
  private static final int TTL = 60;
  private static final int MAX_STRING = 255;
  private static final Set<Integer> ASKED = Set.of(Type.A, Type.AAAA, Type.MX, Type.PTR, Type.TXT);

  private final FakeNameServer server;

  private SuiteZone(FakeNameServer server) {
    this.server = server;
  }

  static void serve(Map<?, ?> zone, FakeNameServer server) throws IOException {
    var served = new SuiteZone(server.deniesTheRest());
    for (var entry : zone.entrySet()) {
      served.name((String) entry.getKey(), (List<?>) entry.getValue());
    }
  }

  private void name(String text, List<?> entries) throws IOException {
    var name = Name.fromString(text, Name.root);
    var types = new TreeSet<Integer>();
    boolean hasTxt =
        entries.stream()
            .anyMatch(entry -> entry instanceof Map<?, ?> map && map.containsKey("TXT"));
    for (var entry : entries) {
      if (entry instanceof Map<?, ?> map) {
        for (var one : map.entrySet()) {
          add(name, (String) one.getKey(), one.getValue(), hasTxt, types);
        }
      } else {
        ASKED.stream()
            .filter(type -> !types.contains(type))
            .forEach(type -> server.ignores(name.toString(), type));
      }
    }
    if (types.isEmpty()) {
      server.answers(name.toString(), Type.ANY); // it exists
    }
  }

  private void add(Name name, String kind, Object value, boolean hasTxt, Set<Integer> types)
      throws IOException {
    switch (kind) {
      case "A" -> put(types, new ARecord(name, DClass.IN, TTL, literal(value)));
      case "AAAA" -> put(types, new AAAARecord(name, DClass.IN, TTL, literal(value)));
      case "PTR" -> put(types, new PTRRecord(name, DClass.IN, TTL, target(value)));
      case "MX" -> {
        var pair = (List<?>) value;
        put(
            types,
            new MXRecord(name, DClass.IN, TTL, (Integer) pair.getFirst(), target(pair.getLast())));
      }
      case "CNAME" -> {
        var alias = new CNAMERecord(name, DClass.IN, TTL, target(value));
        ASKED.forEach(type -> server.answers(name.toString(), type, alias));
        types.addAll(ASKED);
      }
      case "TXT" -> {
        if (!"NONE".equals(value)) {
          put(types, txt(name, value));
        }
      }
      case "SPF" -> {
        if (!hasTxt) {
          put(types, txt(name, value));
        }
      }
      default -> throw new AssertionError("the suite has records of a type not known: " + kind);
    }
  }

  private void put(Set<Integer> types, Record record) {
    server.answers(record.getName().toString(), record.getType(), record);
    types.add(record.getType());
  }

  private static InetAddress literal(Object value) {
    return InetAddress.ofLiteral((String) value);
  }

  private static Name target(Object value) throws IOException {
    return value.equals("") ? Name.root : Name.fromString((String) value, Name.root);
  }

  private static TXTRecord txt(Name name, Object value) {
    var strings = new ArrayList<String>();
    for (var text : value instanceof List<?> list ? list : List.of(value)) {
      var octets = ((String) text).getBytes(StandardCharsets.ISO_8859_1);
      for (int from = 0; from == 0 || from < octets.length; from += MAX_STRING) {
        var escaped = new StringBuilder();
        for (int i = from; i < Math.min(octets.length, from + MAX_STRING); i++) {
          escaped.append("\\%03d".formatted(octets[i] & 0xff));
        }
        strings.add(escaped.toString());
      }
    }
    return new TXTRecord(name, DClass.IN, TTL, strings);
  }
}
