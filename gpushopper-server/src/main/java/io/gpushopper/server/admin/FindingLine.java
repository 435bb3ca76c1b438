package io.gpushopper.server.admin;

import io.gpushopper.domain.session.ReconcileFinding;

/** What a difference is, in words. Immutable. */
final class FindingLine implements ReconcileFinding.Cases<String> {
    static final FindingLine INSTANCE = new FindingLine();

    private FindingLine() {}

    @Override
    public String stray(ReconcileFinding.Stray finding) {
        return "instance " + finding.view().id() + " of " + finding.tag().session() + " that nothing answers for yet";
    }

    @Override
    public String stranger(ReconcileFinding.Stranger finding) {
        return "stranger " + finding.view().id() + " under tag " + finding.tag();
    }

    @Override
    public String missing(ReconcileFinding.Missing finding) {
        return "instance " + finding.instance() + " of " + finding.session() + " is not listed";
    }

    @Override
    public String changed(ReconcileFinding.Changed finding) {
        return "instance " + finding.view().id() + " of " + finding.session() + " is shown otherwise than last seen";
    }
}
