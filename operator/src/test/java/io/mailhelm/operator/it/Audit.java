package io.mailhelm.operator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** The API server's audit log: who asked what, and what became of it. */
public final class Audit {
  /** Everything but what the API server asks itself; once a request. */
  static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - level: None
          users: ["system:apiserver"]
        - level: Metadata
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger MARKS = new AtomicInteger();

  private final Path log;
  private final KubernetesClient client;

  Audit(Path log, KubernetesClient client) {
    this.log = log;
    this.client = client;
  }

  /** A place in the log; see {@link #since}. */
  public record Mark(long octets) {}

  /** Where the log is now: everything that was answered before this call stands before it. */
  public Mark mark() {
    var name = "audit-mark-" + MARKS.incrementAndGet();
    var from = size();
    client.configMaps().inNamespace("default").withName(name).get();
    var end = new long[1];
    Awaitility.await(name).until(() -> (end[0] = endOf(name, from)) > 0);
    return new Mark(end[0]);
  }

  /** What was asked between {@code mark} and now, in the order of the answers. */
  public List<AuditEntry> since(Mark mark) {
    return entries(mark, mark());
  }

  /** The same of one user. */
  public List<AuditEntry> since(Mark mark, String user) {
    return since(mark).stream().filter(entry -> entry.user().equals(user)).toList();
  }

  private List<AuditEntry> entries(Mark from, Mark to) {
    var entries = new ArrayList<AuditEntry>();
    var text = new String(read(from.octets(), to.octets()), StandardCharsets.UTF_8);
    for (var line : text.lines().toList()) {
      if (!line.contains("audit-mark-")) {
        var event = json(line);
        if (isOnce(event) && event.has("objectRef")) {
          entries.add(entry(event));
        }
      }
    }
    return entries;
  }

  /** A watch is noted when it begins and when it ends. */
  private static boolean isOnce(JsonNode event) {
    return event.path("verb").asText().equals("watch")
        == event.path("stage").asText().equals("ResponseStarted");
  }

  private static AuditEntry entry(JsonNode event) {
    var object = event.path("objectRef");
    return new AuditEntry(
        event
            .path("impersonatedUser")
            .path("username")
            .asText(event.path("user").path("username").asText()),
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText(),
        object.path("subresource").asText(),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.path("responseStatus").path("code").asInt());
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private long endOf(String mark, long from) {
    // One octet a character, so that places in the text are places in the file.
    var text = new String(read(from, size()), StandardCharsets.ISO_8859_1);
    var at = text.indexOf(mark);
    var end = at < 0 ? -1 : text.indexOf('\n', at);
    return end < 0 ? 0 : from + end + 1;
  }

  private long size() {
    try {
      return Files.size(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] read(long from, long to) {
    try (var file = Files.newInputStream(log)) {
      file.skipNBytes(from);
      return file.readNBytes((int) (to - from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
