package io.mailhelm.dns.fake;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback, by UDP and TCP, that knows what a test tells it. */
public final class FakeNameServer implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, List<Record>> answers = new ConcurrentHashMap<>();
  private final Map<String, List<Record>> authorities = new ConcurrentHashMap<>();
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private final Set<String> silences = ConcurrentHashMap.newKeySet();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private volatile boolean deniesTheRest;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger askedByTcp = new AtomicInteger();

  private volatile boolean lame;

  public FakeNameServer() {
    this("127.0.0.1", 0);
  }

  /**
   * @param address on loopback, such as {@code 127.0.0.2}
   * @param port 0: any
   */
  public FakeNameServer(String address, int port) {
    try {
      var loopback = InetAddress.ofLiteral(address);
      tcp = new ServerSocket(port, 50, loopback);
      udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Thread.startVirtualThread(this::serveUdp);
    Thread.startVirtualThread(this::serveTcp);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  public int asked() {
    return asked.get();
  }

  public int askedByTcp() {
    return askedByTcp.get();
  }

  private static String key(Name name, int type) {
    return name.toString().toLowerCase(Locale.ROOT) + " " + Type.string(type);
  }

  public static Record record(String name, int type, long ttl, String data) {
    try {
      return Record.fromString(Name.fromString(name), type, DClass.IN, ttl, data, Name.root);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A record in zone file form, in the answer to its own name and type. */
  public FakeNameServer has(String name, int type, long ttl, String data) {
    var record = record(name, type, ttl, data);
    return answers(name, type, record);
  }

  /** Records that are in the answer to a question. */
  public FakeNameServer answers(String name, int type, Record... records) {
    var all = answers.computeIfAbsent(key(name(name), type), key -> new CopyOnWriteArrayList<>());
    all.addAll(List.of(records));
    return this;
  }

  /** Records that go with the answer to a question, in its authority section. */
  public FakeNameServer proves(String name, int type, Record... records) {
    authorities
        .computeIfAbsent(key(name(name), type), key -> new CopyOnWriteArrayList<>())
        .addAll(List.of(records));
    return this;
  }

  /** The code that answers a question. */
  public FakeNameServer says(String name, int type, int code) {
    codes.put(key(name(name), type), code);
    return this;
  }

  /** Nothing is in the answer to that question any more. */
  public FakeNameServer forgets(String name, int type) {
    answers.remove(key(name(name), type));
    return this;
  }

  /** It does not say of itself that it is an authority (AA), whoever asks. */
  public FakeNameServer lame() {
    lame = true;
    return this;
  }

  /** A question that is not answered. */
  public FakeNameServer ignores(String name, int type) {
    silences.add(key(name(name), type));
    return this;
  }

  /** An answer that says of itself that it is cut off, by TCP too. */
  public FakeNameServer cuts(String name, int type) {
    cut.add(key(name(name), type));
    return this;
  }

  /** Names that it was told nothing of do not exist (NXDOMAIN). */
  public FakeNameServer deniesTheRest() {
    deniesTheRest = true;
    return this;
  }

  private int code(Name name, String key) {
    var prefix = key(name, Type.A).replaceFirst("A$", "");
    boolean isDenied =
        deniesTheRest
            && answers.keySet().stream().noneMatch(known -> known.startsWith(prefix))
            && codes.keySet().stream().noneMatch(known -> known.startsWith(prefix));
    return codes.getOrDefault(key, isDenied ? Rcode.NXDOMAIN : Rcode.NOERROR);
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Message answer(Message question) {
    asked.incrementAndGet();
    var asked = question.getQuestion();
    var key = key(asked.getName(), asked.getType());
    var answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.getHeader().setFlag(Flags.AD); // nobody should believe it
    if (!lame && !question.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.AA); // who asks so takes it for an authority
    }
    if (cut.contains(key)) {
      answer.getHeader().setFlag(Flags.TC);
    }
    answer.addRecord(asked, Section.QUESTION);
    answer.getHeader().setRcode(code(asked.getName(), key));
    answers.getOrDefault(key, List.of()).forEach(r -> answer.addRecord(r, Section.ANSWER));
    authorities.getOrDefault(key, List.of()).forEach(r -> answer.addRecord(r, Section.AUTHORITY));
    return answer;
  }

  private void serveUdp() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4_096], 4_096);
        udp.receive(packet);
        var question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        var asked = question.getQuestion();
        if (silences.contains(key(asked.getName(), asked.getType()))) {
          continue;
        }
        int room = question.getOPT() == null ? 512 : question.getOPT().getPayloadSize();
        var octets = answer(question).toWire(room);
        udp.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (var socket = tcp.accept()) {
          var in = new DataInputStream(socket.getInputStream());
          var question = new Message(in.readNBytes(in.readUnsignedShort()));
          var asked = question.getQuestion();
          if (silences.contains(key(asked.getName(), asked.getType()))) {
            continue;
          }
          askedByTcp.incrementAndGet();
          var octets = answer(question).toWire();
          var out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(octets.length);
          out.write(octets);
          out.flush();
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
