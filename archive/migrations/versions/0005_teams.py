"""Teams, who works in them, and who can what; the tables are staff's own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_teams",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("site", sa.String(100), nullable=False),
        sa.Column("land", sa.String(2), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("overflow", sa.JSON(), nullable=False),
        sa.Column("overflow_after", sa.Integer(), nullable=False),
        sa.Column("proficiency", sa.Integer(), nullable=False),
        sa.Column("offer_for", sa.Integer(), nullable=False),
        sa.Column("wrap_up_for", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_teams"),
    )
    op.create_table(
        "staff_team_members",
        sa.Column("agent", sa.String(32), nullable=False),
        sa.Column("team", sa.String(40), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("most", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("agent", name="pk_staff_team_members"),
        sa.ForeignKeyConstraint(["agent"], ["staff_accounts.id"]),
        sa.ForeignKeyConstraint(["team"], ["staff_teams.id"]),
    )
    op.create_table(
        "staff_skills",
        sa.Column("agent", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agent", "kind", "name", name="pk_staff_skills"),
        sa.ForeignKeyConstraint(["agent"], ["staff_accounts.id"]),
    )
