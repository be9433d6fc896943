"""The embedded provider's back office: tariffs, faults and customers' concerns as TM Forum APIs."""
