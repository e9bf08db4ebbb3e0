import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, bodyOf } from '../../api/api.ts';
import { fieldErrors } from '../../api/api-problem.ts';

interface NewRoom {
  title: string;
  location: string;
  /** The value of the input, without a zone: `2027-03-01T08:00`. It is UTC. */
  sts_eta: string;
  expected_duration_hours: number;
  /** The code of a template, or one of the values below. */
  asked: string;
}

/** A room without a template asks for every required type of document, or for none. No code of a template has a dot. */
export const REQUIRED_TYPES = '.required';
export const NO_TYPES = '.none';

const EMPTY: NewRoom = {
  title: '',
  location: '',
  sts_eta: '',
  expected_duration_hours: 24,
  asked: REQUIRED_TYPES,
};

function createRoom({ asked, sts_eta, ...room }: NewRoom) {
  const isTemplate = asked !== REQUIRED_TYPES && asked !== NO_TYPES;
  const wanted = { required_documents: asked === REQUIRED_TYPES, ...(isTemplate && { template: asked }) };
  return bodyOf(api.POST('/api/v1/rooms', { body: { ...room, ...wanted, sts_eta: `${sts_eta}:00Z` } }));
}

/** The form for a new room, and the request that it sends. The new room is opened. */
export function useCreateRoom() {
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const form = useForm<NewRoom>({
    initialValues: EMPTY,
    validate: {
      title: (title) => (title.trim() ? null : 'Enter a title.'),
      location: (location) => (location.trim() ? null : 'Enter the location.'),
      sts_eta: (eta) => (eta ? null : 'Enter the ETA.'),
    },
  });
  const create = useMutation({
    mutationFn: createRoom,
    onSuccess: async (room) => {
      await queries.invalidateQueries({ queryKey: ['rooms'] });
      navigate(`/rooms/${room.id}`);
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return { form, create };
}
