package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.ServerFile;
import io.mailhelm.cli.remote.CannedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a server that says what it is told to. */
class QueueCommandTest {
  private static final String DELIVERY =
      """
      {"id":"42","messageId":"01ID","from":"alice@example.test","user":"alice@example.test",
       "domain":"example.test","policy":"news","to":"ann@x.example","destination":"x.example",
       "state":"queued","sending":false,"queuedAt":"2026-11-23T07:00:00.123Z",
       "due":"2026-11-23T08:10:00Z","expiresAt":"2026-11-28T07:00:00Z","attempts":1,
       "last":%1$s,"size":61,"subject":"Gr\\u00fc\\u00dfe","history":[%1$s]}
      """
          .formatted(
              """
              {"at":"2026-11-23T07:59:55Z","outcome":"deferred","host":"mx.x.example",
               "address":"192.0.2.1:25","tls":"TLSv1.3 unverified","code":452,"enhanced":"4.2.2",
               "text":"Mailbox\\u001b[31m full","millis":250}
              """);

  @TempDir Path work;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private CannedServer server;

  @BeforeEach
  void listen() throws IOException {
    server = CannedServer.http();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", "http://127.0.0.1:" + server.port(), "--data", work.toString()));
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  @Test
  void listsAsATableThatNoPeerCanColour() {
    server.says(
        "GET /queue?destination=x.example&limit=50&olderThan=1h",
        200,
        "{\"deliveries\":[" + DELIVERY + "],\"total\":2,\"next\":\"42\"}");
    assertThat(run("queue", "list", "--destination", "x.example", "--older-than", "1h")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "ID  STATE   TRIES  QUEUED                NEXT                  FROM                TO             LAST",
            "42  queued  1      2026-11-23T07:00:00Z  2026-11-23T08:10:00Z  alice@example.test  ann@x.example  452 4.2.2 Mailbox [31m full",
            "2 in all; --after 42 shows more");
  }

  @Test
  void showsWhatDestinationsMayHaveAndWhoAskedForLess() {
    server.says(
        "GET /queue/destinations",
        200,
        """
        {"destinations":[
          {"lane":"|a.example","policy":"default","destination":"a.example","connections":3,
           "limit":5},
          {"lane":"news|x.example","policy":"news","destination":"x.example","provider":"google",
           "connections":1,"limit":2,"perMinute":30,"slowedSince":"2026-11-23T07:00:00.123Z",
           "lastReply":"421 4.7.0 Slow\\u001b[31m down"}]}
        """);
    assertThat(run("queue", "destinations")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "POLICY   DESTINATION  PROVIDER  CONNECTIONS  A MINUTE  SLOWED                LAST REPLY",
            "default  a.example              3/5",
            "news     x.example    google    1/2          30        2026-11-23T07:00:00Z  421 4.7.0 Slow [31m down");
  }

  @Test
  void showsOneWithItsAttempts() {
    server.says("GET /queue/42", 200, DELIVERY);
    assertThat(run("queue", "show", "42")).isZero();
    assertThat(out.toString())
        .contains("subject      Grüße")
        .contains("2026-11-23T07:59:55Z  deferred after 250 ms")
        .contains("server  mx.x.example 192.0.2.1:25")
        .contains("TLS     TLSv1.3 unverified")
        .contains("reply   452 4.2.2 Mailbox [31m full");
  }

  @Test
  void printsWhatTheApiSaysAsJson() {
    server.says("GET /queue/42", 200, DELIVERY);
    assertThat(run("queue", "show", "42", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"subject\" : \"Grüße\"").doesNotContain("\u001b");
  }

  @Test
  void changesByIdAndSaysWhichItCouldNot() {
    server.says("POST /queue/1/hold", 200, "{\"changed\":1}");
    server.says("POST /queue/2/hold", 409, "{\"detail\":\"It is held already.\"}");
    assertThat(run("queue", "hold", "1", "2")).isEqualTo(1);
    assertThat(out.toString()).isEqualToIgnoringNewLines("1 delivery held");
    assertThat(err.toString()).contains("2: It is held already.");
  }

  /** ESC ] 0 ; sets a terminal's title; others of its kind write to its clipboard. */
  @Test
  void noServerSteersTheTerminal() {
    var problem = "{\"detail\":\"No.\\u001b]0;title\\u0007\\nmailhelm: all is well\"}";
    server
        .says("GET /queue/42", 409, problem)
        .says("POST /queue/1/hold", 409, problem)
        .says("POST /drain", 409, problem)
        .says("GET /queue?limit=50", 200, "{\"next\":\"\\u001b]0;title\"}")
        .says("GET /queue/43", 200, "{\"hold\":{\"detail\":\"\\u009b2J\"}}")
        .says("GET /queue/44", 200, "\u001b]0;title")
        .says("POST /suppressions", 200, "{\"reason\":\"\\u001b]0;title\"}");

    run("queue", "show", "42");
    run("queue", "hold", "1", "2");
    run("drain", "--wait", "0");
    run("queue", "list");
    run("queue", "show", "43");
    run("queue", "show", "44");
    run("suppressions", "add", "ann@x.example");

    assertThat(err.toString())
        .contains("No. ]0;title  mailhelm: all is well", "no JSON")
        .doesNotContain("\u001b", "\u0007", "\u009b", "\nmailhelm: all");
    assertThat(out.toString())
        .contains("--after  ]0;title", "2J", "( ]0;title)")
        .doesNotContain("\u001b", "\u009b");
  }

  @Test
  void changesByFilter() {
    server.says("DELETE /queue?user=alice", 200, "{\"changed\":3}");
    server.says("POST /queue/retry?all=true", 200, "{\"changed\":0}");
    assertThat(run("queue", "delete", "--user", "alice")).isZero();
    assertThat(run("queue", "retry", "--all", "-o", "json")).isZero();
    assertThat(out.toString()).contains("3 deliveries deleted").contains("{\n  \"changed\" : 0\n}");
  }

  @Test
  void everythingMustBeAskedFor() {
    assertThat(run("queue", "delete")).isEqualTo(2);
    assertThat(run("queue", "delete", "1", "--all")).isEqualTo(2);
    assertThat(err.toString()).contains("--all");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void takesTheTokenOfTheDataFolderOrOfAFile() throws IOException {
    server.says("GET /queue/42", 200, DELIVERY);
    run("queue", "show", "42");
    Files.writeString(work.resolve("token"), "of-the-folder\n");
    run("queue", "show", "42");
    var file = Files.writeString(work.resolve("mine"), "of-the-file\n");
    run("queue", "show", "42", "--token-file", file.toString());
    assertThat(server.asked())
        .containsExactly(
            "GET /queue/42",
            "GET /queue/42 Bearer of-the-folder",
            "GET /queue/42 Bearer of-the-file");
  }

  private int runOnData() {
    return Main.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        "queue",
        "show",
        "42",
        "--data",
        work.toString());
  }

  private void serve(ServerFile.TokenSource token) throws IOException {
    var management = URI.create("http://127.0.0.1:" + server.port());
    ServerFile.write(new DataFolder(work), new ServerFile.Server(management, token));
  }

  @Test
  void findsTheServerThatRunsOnTheFolderAndSendsOnlyTheTokenThatItWants() throws IOException {
    server.says("GET /queue/42", 200, DELIVERY);
    Files.writeString(work.resolve("token"), "of-the-folder\n");
    for (var token : ServerFile.TokenSource.values()) {
      serve(token);
      assertThat(runOnData()).isZero();
    }
    assertThat(server.asked())
        .as("for development, with the folder's, with one of the environment")
        .containsExactly("GET /queue/42", "GET /queue/42 Bearer of-the-folder", "GET /queue/42");
  }

  @Test
  void asksNobodyWhereTheServerOfTheFolderHasEnded() throws IOException {
    assertThat(runOnData()).isEqualTo(2);
    serve(ServerFile.TokenSource.NONE);
    var file = work.resolve("server.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"began\":\\d+", "\"began\":1"));

    assertThat(runOnData()).isEqualTo(2);

    assertThat(server.asked()).isEmpty();
    assertThat(err.toString()).contains("no server runs on " + work, "--url");
  }

  @Test
  void repeatsTheServersSentence() {
    server.says("GET /queue/7", 401, "{\"detail\":\"Credentials are needed.\"}");
    assertThat(run("queue", "show", "7")).isEqualTo(1);
    assertThat(err.toString()).contains("Credentials are needed.").contains("--token-file");
    assertThat(run("queue", "show", "8")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no such thing.");
  }

  @Test
  void saysWhereNobodyAnswers() {
    server.close();
    assertThat(run("queue", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("nothing answers at http://127.0.0.1:");
  }

  @Test
  void doesNotSendTheTokenInClear() throws IOException {
    Files.writeString(work.resolve("token"), "of-the-folder\n");
    var code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "queue",
            "list",
            "--url",
            "http://192.0.2.1:3001",
            "--data",
            work.toString());
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("in clear");
  }

  private static final String POLICY =
      """
      {"name":"news","suspended":false,"rates":{"sample":120,"delivered":110,"bounced":8,
       "blocked":2,"full":0,"complained":1,"bouncePercent":"6.667","blockedPercent":"1.667",
       "complaintPercent":"0.909","window":"24h",
       "worst":[{"domain":"x.example","bounced":7,"blocked":0,"complained":1}]},
       "paused":{"reason":"HighBounceRate","message":"6.667 % bounced\\u001b[31m",
       "since":"2026-11-23T08:00:00.5Z"},
       "warmUp":{"day":3,"cap":45,"used":45,"resetsAt":"2026-11-24T00:00:00Z"}}
      """;

  @Test
  void listsPoliciesWithWhyOneIsPaused() {
    server.says(
        "GET /policies",
        200,
        """
        {"policies":[%s,{"name":"team","suspended":true,"rates":{"sample":0,
         "bouncePercent":"0","blockedPercent":"0","complaintPercent":"0"}}]}
        """
            .formatted(POLICY));
    assertThat(run("policy", "list")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "POLICY  STATE      SAMPLE  BOUNCE%  COMPLAINT%  BLOCKED%  DAY  CAP  USED",
            "news    paused     120     6.667    0.909       1.667     3    45   45",
            "  since     2026-11-23T08:00:00Z",
            "  why       6.667 % bounced [31m",
            "team    suspended  0       0        0           0");
  }

  @Test
  void showsAPolicyAndResumesIt() {
    server.says("GET /policies/news", 200, POLICY);
    server.says("POST /policies/news/resume", 200, "{\"name\":\"news\"}");
    server.says("POST /policies/other/resume", 404, "{\"detail\":\"No SendPolicy 'other'.\"}");
    assertThat(run("policy", "show", "news")).isZero();
    assertThat(out.toString())
        .contains("paused since 2026-11-23T08:00:00Z")
        .contains("bounced      8 (6.667 %)")
        .contains("x.example    7        0        1")
        .contains("warm-up      day 3, 45 of 45 used, next day 2026-11-24T00:00:00Z");
    assertThat(run("policy", "resume", "news")).isZero();
    assertThat(out.toString()).contains("news goes on");
    assertThat(run("policy", "resume", "other")).isEqualTo(1);
    assertThat(err.toString()).contains("No SendPolicy 'other'.");
  }

  @Test
  void suppressesAndAllows() {
    server.says(
        "GET /suppressions?limit=100",
        200,
        """
            {"suppressions":[{"domain":"example.test","address":"ann@x.example",
             "reason":"hard_bounce","detail":"no such user","since":"2026-11-23T08:00:00Z"}]}
            """);
    server.says(
        "POST /suppressions",
        201,
        "{\"domain\":\"example.test\",\"address\":\"b@x.example\",\"reason\":\"manual\"}");
    server.says("DELETE /suppressions/b%40x.example?domain=example.test", 204, "");
    assertThat(run("suppressions", "list")).isZero();
    assertThat(run("suppressions", "add", "b@x.example", "--detail", "asked")).isZero();
    assertThat(run("suppressions", "remove", "b@x.example", "--domain", "example.test")).isZero();
    assertThat(out.toString())
        .contains("ann@x.example  example.test  hard_bounce  2026-11-23T08:00:00Z  no such user")
        .contains("example.test does not mail b@x.example (manual)")
        .contains("b@x.example is off the list");
    assertThat(server.asked())
        .contains("POST /suppressions {\"address\":\"b@x.example\",\"detail\":\"asked\"}");
  }
}
