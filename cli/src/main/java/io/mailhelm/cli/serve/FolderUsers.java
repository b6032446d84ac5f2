package io.mailhelm.cli.serve;

import io.mailhelm.cli.folder.DeclaredFolder;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.smtp.api.UserDirectory;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.LiveConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Carries out {@code POST} and {@code DELETE /users} on a laptop: the user is declared in the
 * folder like any other.
 */
final class FolderUsers implements UserDirectory {
  private final DeclaredFolder folder;
  private final FolderReconciler reconciler;
  private final LiveConfig live;

  FolderUsers(Path folder, FolderReconciler reconciler, LiveConfig live) {
    this.folder = new DeclaredFolder(folder);
    this.reconciler = reconciler;
    this.live = live;
  }

  @Override
  public Outcome create(Mailbox address, String password) {
    return exclusively(() -> declare(address.canonical(), password));
  }

  @Override
  public Outcome delete(Mailbox address) {
    return exclusively(() -> takeAway(address.canonical()));
  }

  private Outcome declare(Mailbox address, String password) throws IOException {
    var directory = live.current().directory();
    if (isDeclared(directory, address)) {
      return new Outcome.Conflict();
    }
    var domain = directory.domain(address.domain()).map(Domain::name);
    if (domain.isEmpty()) {
      return new Outcome.Refused(List.of(noSuchDomain(address)));
    }
    var file = folder.addUser(domain.get(), address, password);
    var compilation = reconciler.reconcile();
    if (live.current().directory().login(address).isPresent()) {
      return new Outcome.Done();
    }
    Files.delete(file);
    reconciler.reconcile();
    return new Outcome.Refused(
        compilation.problems().stream()
            .filter(Problem::isError)
            .filter(problem -> isOf(problem, file))
            .toList());
  }

  private Outcome takeAway(Mailbox address) throws IOException {
    var user = live.current().directory().login(address);
    if (user.isEmpty()
        || !folder.removeUser(user.get().resource().namespace(), user.get().resource().name())) {
      return new Outcome.Conflict();
    }
    var compilation = reconciler.reconcile(Set.of(user.get().mailboxId()));
    return live.current().directory().login(address).isEmpty()
        ? new Outcome.Done()
        : new Outcome.Refused(compilation.problems().stream().filter(Problem::isError).toList());
  }

  /** Whether exactly this address is declared: that of {@code alice} with a detail is free. */
  private static boolean isDeclared(Directory directory, Mailbox address) {
    return directory.users().stream()
        .anyMatch(user -> user.address().equals(address) || user.aliases().contains(address));
  }

  /**
   * Whether a problem is about the resource of a file, which {@link DeclaredFolder#addUser} named
   * after it.
   */
  private static boolean isOf(Problem problem, Path file) {
    return file.getFileName().toString().equals("user-" + problem.resource().name() + ".yaml")
        || problem.resource().kind().equals("MailDomain");
  }

  private static Problem noSuchDomain(Mailbox address) {
    return new Problem(
        Problem.Severity.Error,
        Reason.DomainNotFound,
        new ResourceRef("MailUser", "default", address.localPart()),
        "username",
        "no MailDomain declares %s: use one of the domains served here"
            .formatted(address.domain()));
  }

  private Outcome exclusively(FolderReconciler.Change<Outcome> change) {
    try {
      return reconciler.exclusively(change);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
