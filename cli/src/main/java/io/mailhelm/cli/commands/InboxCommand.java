package io.mailhelm.cli.commands;

import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ManagementClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inbox}: lists and shows the mail in mailboxes, for a person who has the token. */
@Command(
    name = "inbox",
    description = {
      "What is in a mailbox, newest first; --open shows one message.",
      "It is read with the server's token and not marked as read."
    })
public final class InboxCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AskedServers servers;

  @Parameters(
      paramLabel = "USER",
      arity = "0..1",
      description = "address, or the name left of the @ where there is one domain; default: all")
  Optional<String> user;

  @Option(names = "--open", paramLabel = "ID", description = "show this message")
  Optional<String> opened;

  @Option(names = "--subject", description = "part of the subject")
  Optional<String> subject;

  @Option(names = "--from", description = "part of who it is from")
  Optional<String> from;

  @Option(names = "--unread", description = "only what nobody has read")
  boolean unread;

  @Option(names = "--limit", defaultValue = "50", description = "default: ${DEFAULT-VALUE}")
  int limit;

  @Option(names = "--after", description = "ids below this one")
  Optional<String> after;

  @Mixin OutputOption output;

  @Override
  public Integer call() throws IOException {
    var answers = new ServerAnswers(spec, output);
    if (opened.isPresent()) {
      var path = "/inbox/" + ManagementClient.encoded(opened.get());
      return answers.of(
          List.of(servers.one()), client -> client.get(path, Map.of()), InboxText::one);
    }
    return answers.ofPage(servers, after, client -> client.get("/inbox", query()), InboxText::page);
  }

  private Map<String, String> query() {
    var query = new TreeMap<String, String>();
    query.put("limit", Integer.toString(limit));
    user.ifPresent(value -> query.put("user", value));
    subject.ifPresent(value -> query.put("subject", value));
    from.ifPresent(value -> query.put("from", value));
    after.ifPresent(value -> query.put("after", value));
    if (unread) {
      query.put("unread", "true");
    }
    return query;
  }
}
